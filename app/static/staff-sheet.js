// The button that prints. Without it the browser's own menu does the same.
"use strict";
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => print());
