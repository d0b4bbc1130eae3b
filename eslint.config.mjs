import tseslint from "typescript-eslint";

/** Who may import whom; each sentence says where the code belongs instead. */
const zone = (files, patterns) => ({ files, rules: { "no-restricted-imports": ["error", { patterns }] } });
const banned = (group, message) => ({ group, message });

const noVscode = banned(["vscode"], "Only src/extension may import vscode; pass what you need in as an interface.");
const noNode = banned(
  ["node:*"],
  "This folder runs anywhere; read files and start processes in src/trainer or src/extension.",
);
const noTrainer = banned(
  ["**/trainer/**", "!**/protocol/trainer"],
  "The trainer is another process; talk to it in the words of src/protocol/trainer.ts.",
);
const noExtension = banned(
  ["**/extension/**"],
  "The extension host is another process; put shared words into src/protocol.",
);
const noWebview = banned(["**/webview/**"], "Webviews are pages of their own; put shared words into src/protocol.");
const noFormats = banned(["**/formats/**"], "Bytes are read by src/trainer and src/extension; pass values in.");
const sibling = feature =>
  banned(
    ["runs", "lenses", "panel", "inspector", "cudaEngine"]
      .filter(other => other !== feature)
      .map(other => `../${other}/**`),
    "Features of the extension do not import each other; extension.ts connects them through interfaces.",
  );

export default tseslint.config(
  {
    ignores: [
      "dist/",
      ".tsbuild/",
      ".vscode-test/",
      "node_modules/",
      "examples/",
      "test/workspace/",
      "test/fixtures/",
      "src/trainer/engines/wasm/kernels/", // AssemblyScript: checked by its own compiler
    ],
  },
  ...tseslint.configs.strictTypeChecked.map(config => ({ ...config, files: ["**/*.{ts,mts}"] })),
  {
    files: ["**/*.{ts,mts}"],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-definitions": "off",
    },
  },
  zone(["src/protocol/**"], [noVscode, noNode, noTrainer, noExtension, noWebview, noFormats]),
  zone(
    ["src/model/**"],
    [
      noVscode,
      noNode,
      noTrainer,
      noExtension,
      noWebview,
      noFormats,
      banned(["**/protocol/**"], "A model knows nothing of messages."),
    ],
  ),
  zone(
    ["src/formats/**"],
    [
      noVscode,
      noNode,
      noTrainer,
      noExtension,
      noWebview,
      banned(["**/model/**", "**/protocol/**"], "A format knows bytes only."),
    ],
  ),
  zone(["src/trainer/**"], [noVscode, noExtension, noWebview]),
  zone(
    ["src/trainer/engines/reference/**"],
    [
      noVscode,
      noExtension,
      noWebview,
      banned(["../wasm/**", "../webgpu/**", "../tfjs/**"], "Engines do not import each other."),
    ],
  ),
  zone(["src/extension/**"], [noTrainer, noWebview]),
  ...["runs", "lenses", "panel", "inspector", "cudaEngine"].map(feature =>
    zone([`src/extension/${feature}/**`], [noTrainer, noWebview, sibling(feature)]),
  ),
  { files: ["src/extension/**"], rules: { "no-console": "error" } },
  zone(["webview/**"], [noVscode, noNode, noTrainer, noExtension, noFormats]),
);
