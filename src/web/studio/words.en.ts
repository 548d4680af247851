export const en = {
  title: 'Studio',
  signIn: 'Sign in',
};
export type Words = typeof en;
