import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COMMAND_IDS } from "../../../src/extension/commandIds";
import { MAX_SEED, RANGED_SETTINGS } from "../../../src/extension/runs/runPreferences";
import { DEFAULT_SETTINGS, SETTING_RANGES } from "../../../src/model/trainingSettings";
import { ENGINE_KINDS } from "../../../src/protocol/trainer";

interface Setting {
  readonly default: unknown;
  readonly type: string | readonly string[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly scope: string;
  readonly markdownDescription: string;
}
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
}

const { contributes, capabilities } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const settings = contributes.configuration.properties;
const settingOf = (name: string) => settings[`trainLens.${name}`]!;

describe("the manifest", () => {
  test("declares every command that is implemented, and no other", () => {
    const declared = contributes.commands.map(({ command }) => command);
    expect(declared.sort()).toEqual([...COMMAND_IDS].sort());
  });

  test("offers Stop Training only while something trains, and the commands of a class only in files that hold models", () => {
    const when = Object.fromEntries(contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
    expect(when["trainLens.stopTraining"]).toBe("trainLens.isTraining");
    for (const name of ["trainModel", "evaluateModel", "measureGradientNorms", "checkWeights"]) {
      expect(when[`trainLens.${name}`]).toBe("editorLangId =~ /^(python|(java|type)script(react)?)$/");
    }
  });

  test.each(Object.entries(RANGED_SETTINGS))("%s has the default and the range that the trainer has", (name, key) => {
    const { minimum, exclusiveMinimum, maximum, type, default: value } = settingOf(name);
    const range: { integer: boolean; minimum?: number; exclusiveMinimum?: number; maximum: number } =
      SETTING_RANGES[key];
    const { integer, maximum: highest } = range;
    expect(value).toBe(DEFAULT_SETTINGS[key]);
    expect({ minimum, exclusiveMinimum, maximum }).toEqual({
      minimum: range.minimum,
      exclusiveMinimum: range.exclusiveMinimum,
      maximum: highest === Number.MAX_VALUE ? undefined : highest,
    });
    expect(type).toBe(integer ? "integer" : "number");
  });

  test("seeds are drawn unless one is set", () => {
    expect(settingOf("seed")).toMatchObject({
      default: null,
      minimum: 0,
      maximum: MAX_SEED,
      type: ["integer", "null"],
    });
  });

  test("offers every engine", () => {
    expect(settingOf("engine").enum).toEqual(["auto", ...ENGINE_KINDS]);
    expect(settingOf("engine").default).toBe("auto");
  });

  test("every setting has a scope and a description", () => {
    for (const [name, { scope, markdownDescription }] of Object.entries(settings)) {
      expect(scope, name).toMatch(/^(resource|machine|machine-overridable)$/);
      expect(markdownDescription, name).toMatch(/^%settings\./);
    }
  });

  test("a workspace that is not trusted cannot point the trainer at a folder or a program", () => {
    const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations).toEqual(["trainLens.dataFolder", "trainLens.nodePath"]);
    expect(settings["trainLens.nodePath"]?.scope).toBe("machine");
  });
});
