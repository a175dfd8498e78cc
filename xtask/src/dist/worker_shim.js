// The entry of the Worker. After a panic or a trap the WebAssembly instance is not to be trusted: the next
// request gets a fresh one. The calls used here are those of worker-build 0.8 for stable Rust.
import { WorkerEntrypoint } from "cloudflare:workers";
import * as exports from "./index.js";

const state = exports.__worker_init_state();

function noteIfFatal(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    console.error("Critical", error);
    state.criticalError = true;
  }
}

// A trap inside a task that no request awaits arrives here and nowhere else.
addEventListener("error", (event) => noteIfFatal(event.error));

function renewIfBroken() {
  if (state.criticalError) {
    console.log("Starting the WebAssembly instance afresh");
    exports.__wbg_reset_state();
    state.criticalError = false;
    state.instanceId++;
  }
}

class Entrypoint extends WorkerEntrypoint {}

function handle(name, callback) {
  Entrypoint.prototype[name] = async function (argument) {
    renewIfBroken();
    try {
      return await callback.call(this, argument, this.env, this.ctx);
    } catch (error) {
      noteIfFatal(error);
      throw error;
    }
  };
}

/* handlers */

export { Bell } from "./bell.js";
export default Entrypoint;
