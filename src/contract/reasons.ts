import type { Language } from './common.ts';

/**
 * Every way this product says no: the machine-readable reason, its HTTP status, and the sentence for people.
 * A closed list, so that a client can switch over it and a translator can finish it.
 */
interface Reason {
  readonly status: number;
  readonly sentence: Readonly<Record<Language, string>>;
}

const reason = (status: number, en: string, nl: string): Reason => ({ status, sentence: { en, nl } });

export const REASONS = {
  // any route
  invalid_input: reason(
    400,
    'Something in this request is not right. See which field below.',
    'Er klopt iets niet in deze aanvraag. Zie hieronder welk veld.',
  ),
  not_signed_in: reason(401, 'Sign in first.', 'Log eerst in.'),
  not_allowed: reason(403, 'Your role does not allow this.', 'Je rol staat dit niet toe.'),
  forged_origin: reason(403, 'This request did not come from our own pages.', 'Deze aanvraag kwam niet van onze eigen pagina’s.'),
  not_found: reason(404, 'This does not exist, or not any more.', 'Dit bestaat niet, of niet meer.'),
  method_not_allowed: reason(405, 'This address does not do that.', 'Dit adres doet dat niet.'),
  too_large: reason(413, 'This is larger than we accept.', 'Dit is groter dan we aannemen.'),
  wrong_content_type: reason(415, 'We cannot read this kind of content here.', 'Dit soort inhoud kunnen we hier niet lezen.'),
  key_reused: reason(422, 'This key was used before for something else.', 'Deze sleutel is eerder voor iets anders gebruikt.'),
  too_many_requests: reason(429, 'Too many requests in a short time. Wait a moment.', 'Te veel aanvragen in korte tijd. Wacht even.'),
  broken: reason(500, 'Something broke on our side. Nothing was lost.', 'Er ging bij ons iets stuk. Er is niets verloren.'),
  busy: reason(503, 'Very busy right now. Trying again is safe.', 'Het is nu erg druk. Opnieuw proberen kan veilig.'),
  conflict: reason(
    409,
    'Somebody changed this in the meantime. Look again and repeat.',
    'Iemand heeft dit intussen gewijzigd. Kijk opnieuw en herhaal.',
  ),
  // accounts
  already_member: reason(409, 'This person already belongs to the organisation.', 'Deze persoon hoort al bij de organisatie.'),
  last_admin: reason(409, 'An organisation keeps at least one seller admin.', 'Een organisatie houdt minstens één beheerder.'),
  relation_holds: reason(409, 'This person has this label already.', 'Deze persoon heeft dit label al.'),
  name_taken: reason(409, 'This name is in use here. Choose another.', 'Deze naam is hier in gebruik. Kies een andere.'),
  second_factor_needed: reason(
    403,
    'Staff need a second step. Turn on a code app or a passkey first.',
    'Medewerkers hebben een tweede stap nodig. Zet eerst een code-app of passkey aan.',
  ),
  sign_in_wrong: reason(401, 'The email or the password is not right.', 'Het e-mailadres of het wachtwoord klopt niet.'),
  code_wrong: reason(401, 'This code is not right, or was used before.', 'Deze code klopt niet, of is al gebruikt.'),
  passkey_refused: reason(
    401,
    'This passkey could not be checked. Try again.',
    'Deze passkey kon niet gecontroleerd worden. Probeer het opnieuw.',
  ),
  email_taken: reason(409, 'There is an account with this email. Sign in instead.', 'Er is al een account met dit e-mailadres. Log in.'),
  password_weak: reason(
    422,
    'Too easy to guess. Take at least 12 characters, for example four unrelated words.',
    'Te makkelijk te raden. Neem minstens 12 tekens, bijvoorbeeld vier losse woorden.',
  ),
  // catalog
  handle_taken: reason(409, 'Another product already uses this handle.', 'Een ander product gebruikt deze handle al.'),
  sku_taken: reason(409, 'Another variant already uses this SKU.', 'Een andere variant gebruikt deze SKU al.'),
  image_unreadable: reason(
    422,
    'We cannot read this picture. Use JPEG, PNG, WebP or AVIF.',
    'We kunnen deze foto niet lezen. Gebruik JPEG, PNG, WebP of AVIF.',
  ),
  too_many_variants: reason(422, 'A product holds at most 1,000 variants.', 'Een product heeft hoogstens 1.000 varianten.'),
  csv_unreadable: reason(422, 'We cannot read this file as a product export.', 'We kunnen dit bestand niet lezen als productexport.'),
  import_not_ready: reason(409, 'This import is not at that step.', 'Deze import is niet bij die stap.'),
  // shows
  show_not_live: reason(409, 'The show is not live.', 'De show is niet live.'),
  show_already_live: reason(409, 'The show is already live.', 'De show is al live.'),
  show_ended: reason(410, 'The show has ended.', 'De show is afgelopen.'),
  show_not_ready: reason(
    409,
    'The show is not ready to go live. See the checklist.',
    'De show is nog niet klaar om live te gaan. Zie de lijst.',
  ),
  not_on_shelf: reason(409, 'This product is not on the shelf of the show.', 'Dit product ligt niet in het schap van de show.'),
  too_many_pins: reason(409, 'At most three products can be pinned.', 'Er kunnen hoogstens drie producten vastgezet zijn.'),
  // media
  ticket_expired: reason(
    401,
    'This ticket was used or has expired. Ask for a new one.',
    'Dit ticket is gebruikt of verlopen. Vraag een nieuw aan.',
  ),
  key_wrong: reason(401, 'This stream key is not right.', 'Deze streamsleutel klopt niet.'),
  no_common_codec: reason(
    406,
    'We carry H.264 video and Opus audio. This publisher or player offers neither.',
    'Wij vervoeren H.264-video en Opus-audio. Deze zender of speler biedt geen van beide.',
  ),
  not_direct: reason(
    406,
    'What the encoder sends reaches viewers by LL-HLS only.',
    'Wat de encoder stuurt, bereikt kijkers alleen via LL-HLS.',
  ),
  sdp_unreadable: reason(400, 'We cannot read this session description.', 'We kunnen deze sessiebeschrijving niet lezen.'),
  stream_not_live: reason(404, 'There is no picture on this stream now.', 'Er is nu geen beeld op deze stream.'),
  stream_full: reason(
    503,
    'This stream has no place left for direct viewers. Use LL-HLS.',
    'Deze stream heeft geen plaats meer voor directe kijkers. Gebruik LL-HLS.',
  ),
  backstage_full: reason(409, 'There is no room left backstage.', 'Er is backstage geen plaats meer.'),
  not_invited: reason(
    403,
    'Whoever is on stage, or a producer, brings you on.',
    'Wie in beeld is, of een producer, haalt je op het podium.',
  ),
  stage_taken: reason(409, 'Somebody else has taken the stage just now.', 'Iemand anders heeft het podium net genomen.'),
  not_ready: reason(
    409,
    'Their picture does not arrive, so they cannot go on yet.',
    'Hun beeld komt niet binnen, dus ze kunnen nog niet in beeld.',
  ),
  replay_expired: reason(
    410,
    'This replay is no longer kept. What was sold and promised stays in the record.',
    'Deze terugblik wordt niet meer bewaard. Wat verkocht en beloofd is, blijft in het verslag.',
  ),
  span_wrong: reason(
    422,
    'A clip takes between one second and three minutes of one piece of the replay.',
    'Een clip duurt tussen een seconde en drie minuten, uit één stuk van de terugblik.',
  ),
  clips_full: reason(409, 'No more clips can be made of this show.', 'Van deze show kunnen geen clips meer gemaakt worden.'),
  clips_off: reason(403, 'Clips of this show are switched off.', 'Clips van deze show staan uit.'),
  clip_withdrawn: reason(410, 'This clip was withdrawn by the shop.', 'Deze clip is door de winkel ingetrokken.'),
  channel_empty: reason(409, 'Choose a recording first.', 'Kies eerst een opname.'),
  // room
  name_needed: reason(409, 'Choose a name to chat.', 'Kies een naam om te chatten.'),
  too_fast: reason(429, 'Slow down a little.', 'Iets rustiger.'),
  line_refused: reason(422, 'This line cannot be shown.', 'Deze regel kan niet getoond worden.'),
  timed_out: reason(403, 'A moderator paused your chat for a while.', 'Een moderator heeft je chat even gepauzeerd.'),
  banned: reason(
    403,
    'A moderator ended your part in this shop’s chat. You can ask for it to be looked at again.',
    'Een moderator heeft je deelname aan de chat van deze winkel beëindigd. Je kunt vragen om het opnieuw te bekijken.',
  ),
  chat_paused: reason(409, 'The chat is paused for a moment.', 'De chat staat even stil.'),
  decision_final: reason(409, 'This decision was already taken back or replaced.', 'Deze beslissing is al teruggenomen of vervangen.'),
  reason_needed: reason(422, 'A ban and a long pause need a reason.', 'Een ban en een lange pauze vragen een reden.'),
  word_list_wrong: reason(
    422,
    'One of these words cannot be used. See which below.',
    'Een van deze woorden kan niet gebruikt worden. Zie hieronder welk.',
  ),
  question_closed: reason(409, 'This question was answered or taken down.', 'Deze vraag is beantwoord of weggehaald.'),
  too_many_questions: reason(429, 'Three of your questions wait already.', 'Er wachten al drie vragen van jou.'),
  too_many_answers: reason(409, 'A shop keeps at most 500 ready answers.', 'Een winkel bewaart hoogstens 500 klare antwoorden.'),
  poll_open: reason(409, 'A poll is open. Close it first.', 'Er loopt al een peiling. Sluit die eerst.'),
  poll_closed: reason(410, 'This poll is closed.', 'Deze peiling is gesloten.'),
  // captions
  captions_unreadable: reason(
    422,
    'This is not a WebVTT file. Its first line is the word WEBVTT.',
    'Dit is geen WebVTT-bestand. De eerste regel is het woord WEBVTT.',
  ),
  no_replay: reason(409, 'There is no replay yet to put this under.', 'Er is nog geen replay om dit bij te zetten.'),
  // orders
  sold_out: reason(409, 'Sold out. Nothing was charged.', 'Uitverkocht. Er is niets afgeschreven.'),
  offer_ended: reason(410, 'This offer has ended. The price is now different.', 'Dit aanbod is afgelopen. De prijs is nu anders.'),
  price_changed: reason(409, 'The price changed. Look at the new one first.', 'De prijs is veranderd. Bekijk eerst de nieuwe.'),
  limit_reached: reason(409, 'You have reached the limit per buyer.', 'Je hebt het maximum per koper bereikt.'),
  host_unavailable: reason(409, 'This seller is not taking orders at the moment.', 'Deze verkoper neemt nu even geen bestellingen aan.'),
  order_id_reused: reason(422, 'This order id belongs to another wish.', 'Dit bestelnummer hoort bij een andere wens.'),
  hold_expired: reason(410, 'Your reservation ended. Nothing was charged.', 'Je reservering is afgelopen. Er is niets afgeschreven.'),
  already_paid: reason(409, 'This order is already paid.', 'Deze bestelling is al betaald.'),
  payment_declined: reason(402, 'Your bank declined. Nothing was charged.', 'Je bank weigerde. Er is niets afgeschreven.'),
  payment_unreachable: reason(
    503,
    'The payment provider does not answer. Your reservation stays; try again.',
    'De betaaldienst antwoordt niet. Je reservering blijft; probeer opnieuw.',
  ),
  signature_wrong: reason(401, 'The signature of this message is not right.', 'De handtekening van dit bericht klopt niet.'),
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;

/** RFC 9457 problem+json, as every refusal of the API looks. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  reason: ReasonCode;
  facts?: Record<string, unknown>;
  errors?: { path: string; message: string }[];
  requestId: string;
}
