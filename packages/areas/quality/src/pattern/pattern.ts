/** A range of characters, both ends included, by code points. */
export type CharacterRange = readonly [from: number, to: number];

/** A part of a pattern. */
export type PatternNode =
  | { readonly kind: "character"; readonly code: number }
  | { readonly kind: "any" }
  | {
      readonly kind: "class";
      readonly isNegated: boolean;
      readonly ranges: readonly CharacterRange[];
    }
  | { readonly kind: "group"; readonly branches: readonly (readonly PatternNode[])[] }
  | {
      readonly kind: "repeat";
      readonly node: PatternNode;
      readonly min: number;
      /** `null` is without end. */
      readonly max: number | null;
    }
  | { readonly kind: "start" }
  | { readonly kind: "end" };

/** A pattern, understood: alternatives of nodes in order. */
export type Pattern = readonly (readonly PatternNode[])[];
