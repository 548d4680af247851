import type { Language } from '#contract/common.ts';
import type { ModerationReason } from '#contract/moderation.ts';

/** Why a line was held or somebody was banned, in the crew's words. Shoppers are told in their own (viewer/show/chat). */
export const moderationReasons: Record<Language, Record<ModerationReason, string>> = {
  en: {
    link: 'Link',
    outside_payment: 'Outside payment link',
    phone_number: 'Phone number',
    email_address: 'Email address',
    word_list: 'Word of your list',
    look_alike: 'Look-alike letters',
    same_words: 'Same words by several people',
    capitals: 'Capitals',
    spam: 'Spam',
    insult: 'Insult',
    hate: 'Hate',
    fraud: 'Fraud',
    private_data: 'Private data',
    other: 'Something else',
  },
  nl: {
    link: 'Link',
    outside_payment: 'Betaallink buiten de winkel',
    phone_number: 'Telefoonnummer',
    email_address: 'E-mailadres',
    word_list: 'Woord van je lijst',
    look_alike: 'Gelijkende letters',
    same_words: 'Zelfde woorden van meer mensen',
    capitals: 'Hoofdletters',
    spam: 'Spam',
    insult: 'Belediging',
    hate: 'Haat',
    fraud: 'Bedrog',
    private_data: 'Privégegevens',
    other: 'Iets anders',
  },
};
