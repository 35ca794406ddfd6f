// A card in the launcher that opens the first notebook of a project. Written by hand, without a build:
// a container of webpack's module federation has `init` and `get`, and JupyterLab asks for no more.
(() => {
  const NOTEBOOK = "00_start_here.ipynb";
  const COMMAND = "engagekit:start";
  const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 52 52">
    <rect width="52" height="52" rx="6" fill="#1f5a96"/>
    <path d="M10 13h32M10 25h22M10 37h12" stroke="#fff" stroke-width="6"/></svg>`;
  let shared;

  async function provided(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  // the folder that is open, its `notebooks`, then the same of each folder above
  function places(folder) {
    const parts = folder.split("/").filter(Boolean);
    const above = parts.map((_, i) => parts.slice(0, parts.length - i)).concat([[]]);
    return above.flatMap((one) => [one, [...one, "notebooks"]]);
  }

  async function open(app, folder, complain) {
    for (const place of places(folder)) {
      const path = [...place, NOTEBOOK].join("/");
      const there = await app.serviceManager.contents.get(path, { content: false }).catch(() => null);
      if (there) return app.commands.execute("docmanager:open", { path });
    }
    return complain(
      "No project here",
      "Open the folder of your project on the left first. To make one, type in a terminal: " +
        "engagekit start my-library (or, with the sample: engagekit demo my-sample).",
    );
  }

  async function extension() {
    const { ILauncher } = await provided("@jupyterlab/launcher");
    const { showErrorMessage } = await provided("@jupyterlab/apputils");
    const { notebookIcon } = await provided("@jupyterlab/ui-components"); // of the heading above the card
    return {
      id: "engagekit:start",
      autoStart: true,
      requires: [ILauncher],
      activate: (app, launcher) => {
        app.commands.addCommand(COMMAND, {
          label: "engagekit: start here",
          icon: notebookIcon,
          caption: "From your own files to the report, step by step",
          execute: (args) => open(app, String(args.cwd ?? ""), showErrorMessage),
        });
        const kernelIconUrl = `data:image/svg+xml,${encodeURIComponent(ICON)}`;
        launcher.add({ command: COMMAND, category: "Notebook", rank: -1, kernelIconUrl });
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.engagekit = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const plugin = await extension();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
