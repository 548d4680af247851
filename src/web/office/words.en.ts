export const en = {
  title: 'Office',
  signIn: 'Sign in',
};
export type Words = typeof en;
