import type { ModelSpec, SourceRange } from "../modelSpec";
import { findObstacle, type Obstacle } from "../trainability";
import type { FileSettings, ModelReading, Refusal } from "./readModels";
import { createRefusal } from "./createRefusal";
import type { LineIndex } from "./lineIndex";
import type { ReadSettings } from "./readSettings";
import type { Note } from "./settingNotes";

type Understood = Extract<ModelReading["outcome"], { understood: true }>;

/** The reading of a class that is understood: the model with the settings of its file, and what keeps it from training. */
export function describeFileSettings(
  lines: LineIndex,
  { model, obstacle: startObstacle }: { readonly model: ModelSpec; readonly obstacle?: Note },
  read: ReadSettings,
  heading: SourceRange,
): Understood {
  const { settings, ranges, obstacle: settingObstacle } = read;
  const endsInLogProbabilities = model.calls.at(-1)?.layer.type === "LogSoftmax";
  const withLoss =
    settings.loss === undefined && endsInLogProbabilities ? { ...settings, loss: "nll" as const } : settings;
  const fileSettings = fileSettingsOf(lines, { ...read, settings: withLoss });
  const found = findObstacle(model, withLoss);
  const ofModel = found && found.setting === undefined ? describeObstacle(lines, found, ranges, heading) : undefined;
  const other = startObstacle ?? settingObstacle;
  const untrainable =
    ofModel ??
    (other && createRefusal(lines, other.reason, other.range)) ??
    (found && describeObstacle(lines, found, ranges, heading));
  return { understood: true, model, fileSettings, ...(untrainable && { untrainable }) };
}

/** What the file says, with its notes as they are handed out. */
export function fileSettingsOf(
  lines: LineIndex,
  { settings, ranges, notes, dataset, seed }: ReadSettings,
): FileSettings {
  return {
    settings,
    ranges,
    notes: withoutRepetition(notes).map(({ reason, range }) => createRefusal(lines, reason, range)),
    ...(dataset !== undefined && { dataset }),
    ...(seed !== undefined && { seed }),
  };
}

/** One optimizer that is not read leaves out several settings for the same reason. */
function withoutRepetition(notes: ReadSettings["notes"]): ReadSettings["notes"] {
  const isSame = (a: (typeof notes)[number], b: (typeof notes)[number]) =>
    a.range.from === b.range.from && JSON.stringify(a.reason) === JSON.stringify(b.reason);
  return notes.filter((note, at) => notes.findIndex(other => isSame(note, other)) === at);
}

function describeObstacle(
  lines: LineIndex,
  { template, values, range, setting }: Obstacle,
  ranges: ReadSettings["ranges"],
  heading: SourceRange,
): Refusal {
  const place = range ?? (setting && ranges[setting]) ?? heading;
  return createRefusal(lines, { template, values }, place);
}
