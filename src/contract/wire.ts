/**
 * The facts of the room that need no schema. They live apart so that a browser can have them
 * without loading zod, which alone would take most of the viewer's budget.
 */

/** Why the server closes a socket, as WebSocket close codes. */
export const CLOSE = {
  /** The server restarts: reconnect after `retry`. */
  restart: 4000,
  /** Too slow to follow: reconnect, or follow by HTTP. */
  lagging: 4008,
  /** A message we cannot read. */
  protocol: 4002,
  /** No such show. */
  gone: 4004,
  /** Too many sockets or messages. */
  limit: 4029,
} as const;

/** The longest cue of captions: more than anybody reads before the next one. */
export const MAX_CUE_CHARS = 400;

/** What each counter means: shown when it is tapped. */
export const counterDefinitions = {
  watching: {
    en: 'People who received at least 10 seconds of this show’s picture or sound and still receive it. One person with two tabs counts once. Open pages without a picture, those who make the show, and a second device of the same account do not count.',
    nl: 'Mensen die minstens 10 seconden beeld of geluid van deze show kregen en het nog krijgen. Wie twee tabbladen open heeft telt één keer. Open pagina’s zonder beeld, wie de show maakt en een tweede toestel van dezelfde account tellen niet.',
  },
  sold: {
    en: 'Units paid for in this show or its replay, minus cancelled and refunded ones, and minus what the shop’s own people bought. Reserved units do not count until paid.',
    nl: 'Stuks die in deze show of de opname ervan betaald zijn, min geannuleerde en terugbetaalde, en min wat mensen van de winkel zelf kochten. Gereserveerde stuks tellen pas na betaling.',
  },
  left: {
    en: 'Units free to buy now: on hand minus reserved and sold, from the stock ledger.',
    nl: 'Stuks die nu te koop zijn: op voorraad min gereserveerd en verkocht, uit de voorraadadministratie.',
  },
} as const;
