import type { Normalization } from "../../../trainingSettings";
import { note, SETTING_NOTES, type Note } from "../../settingNotes";
import { unclear, type Found } from "./found";
import type { CallSite } from "./settingSites";

/** What leaves the pixels of a digit as they are, or is read on its own. */
const UNCHANGING = /^(Compose|ToTensor|PILToTensor|ToImage|ToDtype|ConvertImageDtype|Normalize|Grayscale|Lambda)$/;
const SIZING = /^(Resize|CenterCrop)$/;
/** `lambda x: x.view(-1)` and the like, which only arrange the pixels. */
const ARRANGING =
  /^lambda (\w+)\s*:\s*(\1(\.(view|reshape|flatten|ravel|squeeze|unsqueeze|to|float)\([^()]*\))+|torch\.(flatten|ravel|squeeze)\(\1\b[^()]*\))$/;

/** Notes on transforms of torchvision that make other images than those of the data set, each told once. */
export function notesOnTransforms(sites: readonly CallSite[], text: string): Note[] {
  const changing = sites.flatMap((site): (readonly [string, Note])[] => {
    const name = transformName(site);
    if (name === undefined || UNCHANGING.test(name)) return [];
    const sizes = argumentsText(site, text).match(/\d+/g) ?? [];
    if (SIZING.test(name) && sizes.every(size => size === "28")) return [];
    return [[name, note(site.call, SETTING_NOTES.transform, name)]];
  });
  return [...new Map(changing.reverse()).values()].reverse();
}

/** A person's own transforms that compute with the pixels, so that their range cannot be told. */
export function ownNormalizations(sites: readonly CallSite[], text: string): Found<Normalization>[] {
  return sites.flatMap(site =>
    transformName(site) === "Lambda" && !ARRANGING.test(argumentsText(site, text))
      ? [unclear<Normalization>(site.call, "normalize")]
      : [],
  );
}

const transformName = ({ path }: CallSite) =>
  /^torchvision\.transforms\.(?:v2\.|transforms\.)?([A-Z]\w*)$/.exec(path)?.[1];

function argumentsText({ call }: CallSite, text: string): string {
  const [first] = call.arguments;
  return first ? text.slice(first.value.from, call.arguments.at(-1)!.to).trim() : "";
}
