import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeMarkup } from "../src/index.ts";
import { hostileText } from "@dx/testing/hostile-text";

test("keeps ordinary text of any script, and line breaks", () => {
  const text = "Zürich, 東京 (العربية) 👩‍👩‍👧\n\t a = b; 2^53";
  expect(escapeMarkup(text)).toBe(text);
});

test.each([
  ["<b a='x'>&amp;", "&lt;b a=&#39;x&#39;&gt;&amp;amp;"],
  ["\u0000\u001B\u007F\u0085", "\u2400\u241B\u2421\uFFFD"],
  ["a\u202Eb\u2066", "a⟨U+202E⟩b⟨U+2066⟩"],
  ["\uD800 \uDC00 \uFFFE", "\uFFFD \uFFFD \uFFFD"],
  ["a\r\nb", "a&#13;\nb"],
  ['say "hi"', "say &quot;hi&quot;"],
  ["\u001F \u007E\u0080\u200F", "\u241F ~\uFFFD⟨U+200F⟩"],
  ["\u061C", "⟨U+061C⟩"],
])("writes %j as what it is", (text, wanted) => {
  expect(escapeMarkup(text)).toBe(wanted);
});

test("leaves nothing that begins or ends markup", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const escaped = escapeMarkup(text);
      expect(escaped).not.toMatch(/[<>"'\p{Cs}\p{Bidi_C}\p{NChar}]/u);
      expect(escaped.replace(/&(?:amp|lt|gt|quot|#39|#13);/g, "")).not.toContain("&");
    }),
    budget(300),
  );
});
