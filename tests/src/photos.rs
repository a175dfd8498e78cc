//! Photos and documents that a person would choose, made in the page itself.
use anyhow::Result;
use serde_json::json;

use crate::browser::Browser;

const CHOOSE: &str = r##"
const [field, make] = arguments[0];
const chosen = new DataTransfer();
const put = (files) => {
  for (const file of files) chosen.items.add(file);
  const input = document.querySelector(field);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
// A photo of a phone: 40 x 20 as stored, to be turned by a quarter, with the place where it was taken.
const photo = async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [40, 20];
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#c00";
  paper.fillRect(0, 0, 20, 20);
  paper.fillStyle = "#00c";
  paper.fillRect(20, 0, 20, 20);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
  const jpeg = new Uint8Array(await blob.arrayBuffer());
  const u16 = (n) => [n >> 8 & 255, n & 255], u32 = (n) => [...u16(n >>> 16), ...u16(n)];
  const text = (words) => [...words].map((c) => c.charCodeAt(0));
  const entry = (tag, kind, count, value) => [...u16(tag), ...u16(kind), ...u32(count), ...value];
  const first = [...u16(3), ...entry(0x010f, 2, 8, u32(50)), ...entry(0x0112, 3, 1, [0, 6, 0, 0]), ...entry(0x8825, 4, 1, u32(58)), ...u32(0)];
  const gps = [...u16(2), ...entry(1, 2, 2, [...text("N"), 0, 0, 0]), ...entry(2, 5, 3, u32(88)), ...u32(0)];
  const degrees = [35, 1, 0, 1, 42, 1].flatMap(u32);
  const tiff = [...text("MM"), ...u16(42), ...u32(8), ...first, ...text("SECRETCA"), ...gps, ...degrees];
  const exif = [...text("Exif"), 0, 0, ...tiff];
  const marker = [0xff, 0xe1, ...u16(exif.length + 2), ...exif];
  return new File([jpeg.slice(0, 2), new Uint8Array(marker), jpeg.slice(2)], "IMG_1234 自宅.jpg", { type: "image/jpeg" });
};
const large = () => new File([new Uint8Array(60_000_001)], "large.jpg", { type: "image/jpeg" });
const words = (type) => new File(["no picture at all"], "words.txt", { type });
const leaflet = () => new File(["%PDF-1.7 a leaflet"], "窓口の案内.pdf", { type: "application/pdf" });
const kinds = {
  photo: async () => [await photo()],
  four: async () => [await photo(), await photo(), await photo(), await photo()],
  large: async () => [large()],
  words: async () => [words("image/png")],
  both: async () => [await photo(), leaflet()],
};
kinds[make]().then(put);
"##;

/// Puts files into a field as a person would choose them. `make`: one of `kinds`.
pub fn choose(page: &Browser, field: &str, make: &str) -> Result<()> {
    page.js_with(CHOOSE, json!([field, make])).map(drop)
}
