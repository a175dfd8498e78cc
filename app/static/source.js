// Who came by a printed address sees the place among the answers of step 2, and may take it off. Loaded only then.
const place = sessionStorage.getItem("madobe.source");
for (const root of [document, document.getElementById("write-steps")?.content]) {
  const group = root?.querySelector("#source-place");
  if (!group || !place) continue;
  const first = group.querySelector(".choice");
  const row = first.cloneNode(true);
  const input = row.querySelector("input");
  row.querySelector("span").textContent = place;
  input.value = place;
  input.defaultChecked = input.checked = true;
  first.before(row);
  group.hidden = false;
}
