import * as vscode from "vscode";
import { checkFit, isFitting } from "../../model/fitCheck";
import type { ModelSpec } from "../../model/modelSpec";
import { stateEntries } from "../../model/stateDict";
import { readTensorShapes } from "./readTensorShapes";

const PATTERN = "**/*.{pth,pt,safetensors}";
const EXCLUDED = "**/{node_modules,.git,.venv,venv,env,site-packages,__pycache__}/**";
const MAX_FILES = 100;

/** A weights file of the workspace. */
export interface WeightsFile {
  readonly uri: vscode.Uri;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** Whether `load_state_dict` would take it for the model. */
  readonly fits: boolean;
}

/** The weights files of the workspace, and `others`, the latest first. Files that cannot be read do not fit. */
export async function findWeightsFiles(model: ModelSpec, others: readonly vscode.Uri[]): Promise<WeightsFile[]> {
  const inWorkspace = await vscode.workspace.findFiles(PATTERN, EXCLUDED, MAX_FILES);
  const uris = new Map([...others, ...inWorkspace].map(uri => [uri.toString(), uri]));
  const wanted = stateEntries(model);
  const files = await Promise.all(
    Array.from(uris.values(), async (uri): Promise<WeightsFile[]> => {
      try {
        const { mtime } = await vscode.workspace.fs.stat(uri);
        const fits = await readTensorShapes(uri).then(
          tensors => isFitting(checkFit(wanted, tensors).asIs),
          () => false,
        );
        return [{ uri, changedAt: mtime, fits }];
      } catch {
        return []; // it has gone in the meantime
      }
    }),
  );
  return files.flat().sort((a, b) => b.changedAt - a.changedAt);
}
