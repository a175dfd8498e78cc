// The same program once more, beside the page: what takes long (stretching, proof of work, opening) must not hold up typing.
// The page sends { glue, module } first: the address of the glue and the compiled program, so nothing is fetched twice.
// thread_main() then takes over the messages and says when it listens.
addEventListener(
  "message",
  async ({ data: { glue, module } }) => {
    const app = await import(glue);
    app.initSync({ module });
    app.thread_main();
  },
  { once: true },
);
