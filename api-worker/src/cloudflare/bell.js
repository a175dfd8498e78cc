// The bell of the desk: browsers of staff hold a socket open here, and hear that something came. Not what, not where,
// not by whom: they ask for it by the session they have. Nothing is kept, and while nothing rings nothing runs; the
// platform itself answers the sign of life that browsers ask for.
import { DurableObject } from "cloudflare:workers";

// Many letters at once ring once at the beginning and once at the end of such a while.
const PAUSE_MILLIS = 500;

export class Bell extends DurableObject {
  constructor(state, env) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("?", "!"));
  }

  async fetch(request) {
    if (request.headers.get("upgrade") === "websocket") {
      const [theirs, ours] = Object.values(new WebSocketPair());
      this.ctx.acceptWebSocket(ours);
      return new Response(null, { status: 101, webSocket: theirs });
    }
    if (this.pausing) {
      this.again = true;
    } else {
      this.ring();
    }
    return new Response(null, { status: 204 });
  }

  ring() {
    this.again = false;
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send("news");
      } catch {
        // It is closing.
      }
    }
    this.pausing = setTimeout(() => {
      this.pausing = undefined;
      if (this.again) this.ring();
    }, PAUSE_MILLIS);
  }

  // Nobody has anything to tell the bell.
  webSocketMessage(socket) {
    socket.close(1008);
  }

  webSocketClose(socket) {
    socket.close();
  }
}
