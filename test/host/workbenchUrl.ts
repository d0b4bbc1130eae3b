/** What a workbench shows. All paths are absolute, on the server's machine. */
export interface WorkbenchTarget {
  /** A folder or a `.code-workspace` file; an empty window without it. */
  readonly workspace?: string;
  /** The extension to load from its source folder; none is loaded without it. */
  readonly extension?: string;
  /** A module that exports `run()`: the window runs it and reports the result. */
  readonly tests?: string;
}

/** The address at which the server on `port` shows `target`. The server must run with `--enable-smoke-test-driver`. */
export function workbenchUrl(
  port: number,
  token: string | undefined,
  { workspace, extension, tests }: WorkbenchTarget,
): string {
  const authority = `127.0.0.1:${port}`;
  const remote = (path: string) => `vscode-remote://${authority}${path}`;
  const payload = [
    ["skipWelcome", "true"],
    ...(extension === undefined ? [] : [["extensionDevelopmentPath", remote(extension)]]),
    ...(tests === undefined ? [] : [["extensionTestsPath", remote(tests)]]),
  ];
  const url = new URL(`http://${authority}/`);
  if (token !== undefined) url.searchParams.set("tkn", token);
  if (workspace === undefined) url.searchParams.set("ew", "true");
  else url.searchParams.set(workspace.endsWith(".code-workspace") ? "workspace" : "folder", workspace);
  url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
}
