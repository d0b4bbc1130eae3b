import { expect, test } from "vitest";
import { webviewHtml } from "../../../src/extension/webviewHtml";

const page = {
  title: "Training",
  locale: "ko",
  script: "start();",
  style: "body { margin: 0 }",
  nonce: "n0nce",
  texts: { locale: "ko", strings: { evil: '</script><script>alert("&")</script><!--' } },
};
const html = webviewHtml(page);

test("only our script runs, and nothing is loaded", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  expect(policy).toBe(
    "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; font-src data:; img-src data:",
  );
  expect(html.match(/<script(?! (type="application\/json" id="strings" )?nonce="n0nce")/g)).toBeNull();
  expect(html).toContain('<script nonce="n0nce">start();</script>');
  expect(html).toContain('<style nonce="n0nce">body { margin: 0 }</style>');
  expect(html).not.toMatch(/ style=|<style>| on[a-z]+=| src=| href=/);
});

test("texts cannot end the element they stand in, and arrive as they were", () => {
  const json = /id="strings" nonce="n0nce">(.*)<\/script>\n/.exec(html)?.[1];
  expect(json).not.toContain("<");
  expect(JSON.parse(json!)).toEqual(page.texts);
});

test("attributes cannot be left", () => {
  const hostile = webviewHtml({ ...page, locale: '"><img src=x>', title: "</title><img src=x>" });
  expect(hostile).not.toContain("<img");
});
