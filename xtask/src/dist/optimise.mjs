// node optimise.mjs FILE…: what `wasm-opt -Os` does, for many small modules in one process. By itself it begins anew for each of them, which
// takes longer than its work.
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

const { Features } = binaryen;
// Those of `wasm.rs`, with what two of them bring along.
const FEATURES =
  Features.MutableGlobals |
  Features.SignExt |
  Features.NontrappingFPToInt |
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.Multivalue |
  Features.ReferenceTypes |
  Features.CallIndirectOverlong;

binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(1);
for (const file of process.argv.slice(2)) {
  const module = binaryen.readBinary(readFileSync(file));
  module.setFeatures(FEATURES);
  module.optimize();
  writeFileSync(file, module.emitBinary());
  module.dispose();
}
