import type { Http } from '#platform/http.ts';
import { serveCaptions } from './captions.routes.ts';
import { createCaptionVerbs } from './captions.ts';
import { createImports } from './import.ts';
import type { CaptionsNeeds } from './needs.ts';

/** Captions: what is said in a show, as text, per language. See README.md for what it promises. */
export function createCaptions(needs: CaptionsNeeds) {
  const verbs = createCaptionVerbs(needs);
  const imports = createImports(needs);
  return {
    routes: (http: Http): void => serveCaptions(http, needs, verbs, imports),
    ...verbs,
    ...imports,
  };
}
