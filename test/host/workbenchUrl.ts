/** What a workbench shows. All paths are absolute, on the server's machine. */
export interface WorkbenchTarget {
  /** A folder or a `.code-workspace` file; an empty window without it. */
  readonly workspace?: string;
  /** A module that exports `run()` and the folder of the extension it tests: the window runs it and reports the result. */
  readonly suite?: { readonly extension: string; readonly module: string };
}

/** The address at which the server on `port` shows `target`; a suite runs only on a server that lets it. */
export function workbenchUrl(port: number, token: string | undefined, { workspace, suite }: WorkbenchTarget): string {
  const authority = `127.0.0.1:${port}`;
  const url = new URL(`http://${authority}/`);
  if (token !== undefined) url.searchParams.set("tkn", token);
  if (workspace === undefined) url.searchParams.set("ew", "true");
  else url.searchParams.set(workspace.endsWith(".code-workspace") ? "workspace" : "folder", workspace);
  if (suite) {
    const payload = [
      ["extensionDevelopmentPath", `vscode-remote://${authority}${suite.extension}`],
      ["extensionTestsPath", `vscode-remote://${authority}${suite.module}`],
      ["skipWelcome", "true"],
    ];
    url.searchParams.set("payload", JSON.stringify(payload));
  }
  return url.href;
}
