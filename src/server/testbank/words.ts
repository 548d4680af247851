const en = {
  stripe: 'Test bank. No real money.',
  title: 'Test bank',
  pay: (amount: string) => `Pay ${amount}?`,
  approveAmount: (amount: string) => `Approve ${amount}?`,
  with: { test_card: 'test card ending 3155', test_bank: 'test account NL00 TEST 0000 3155' },
  outcome: 'What should the bank do?',
  outcomes: {
    success: ['Pay', 'The money is taken at once.'],
    challenge: ['Ask for a code first', 'As 3-D Secure does; any six digits work.'],
    decline: ['Decline', 'Not enough balance. Nothing is taken.'],
    timeout: ['Take the money and never answer', 'This page hangs; the shop hears of it later.'],
  },
  travel: 'How does the shop hear of it?',
  travels: {
    once: ['At once', ''],
    twice: ['Twice', 'The same message comes two times.'],
    late: ['Late', 'Some seconds after you are back.'],
  },
  go: 'Continue',
  code: 'Code, any six digits work',
  codeWrong: 'A code has six digits, for example 482 190.',
  approve: 'Approve',
  declineShort: 'Decline',
  timeoutShort: 'Time out',
  over: {
    paid: 'Paid. You can go back to the shop.',
    declined: 'Declined. Nothing was taken.',
    cancelled: 'This payment was closed. Nothing was taken.',
    refunded: 'The money was given back.',
  },
  back: 'Back to the shop',
  unknown: 'This payment does not exist, or not any more.',
  noBalance: 'not enough balance',
};

const nl: typeof en = {
  stripe: 'Testbank. Geen echt geld.',
  title: 'Testbank',
  pay: (amount) => `${amount} betalen?`,
  approveAmount: (amount) => `${amount} goedkeuren?`,
  with: { test_card: 'testkaart eindigend op 3155', test_bank: 'testrekening NL00 TEST 0000 3155' },
  outcome: 'Wat moet de bank doen?',
  outcomes: {
    success: ['Betalen', 'Het geld gaat er meteen af.'],
    challenge: ['Eerst een code vragen', 'Zoals 3-D Secure; elke zes cijfers zijn goed.'],
    decline: ['Weigeren', 'Onvoldoende saldo. Er gaat niets af.'],
    timeout: ['Het geld nemen en nooit antwoorden', 'Deze pagina blijft hangen; de winkel hoort het later.'],
  },
  travel: 'Hoe hoort de winkel het?',
  travels: {
    once: ['Meteen', ''],
    twice: ['Twee keer', 'Hetzelfde bericht komt twee keer.'],
    late: ['Laat', 'Enkele seconden nadat je terug bent.'],
  },
  go: 'Verder',
  code: 'Code, elke zes cijfers zijn goed',
  codeWrong: 'Een code heeft zes cijfers, bijvoorbeeld 482 190.',
  approve: 'Goedkeuren',
  declineShort: 'Weigeren',
  timeoutShort: 'Laten hangen',
  over: {
    paid: 'Betaald. Je kunt terug naar de winkel.',
    declined: 'Geweigerd. Er is niets afgegaan.',
    cancelled: 'Deze betaling is gesloten. Er is niets afgegaan.',
    refunded: 'Het geld is teruggegeven.',
  },
  back: 'Terug naar de winkel',
  unknown: 'Deze betaling bestaat niet, of niet meer.',
  noBalance: 'onvoldoende saldo',
};

export type Language = 'en' | 'nl';
export const words = (language: Language): typeof en => (language === 'nl' ? nl : en);
