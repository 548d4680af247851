import type { Role } from '#contract/route.ts';

export default {
  office: 'Office',
  shows: 'Shows',
  channel: 'Channel',
  products: 'Products',
  imports: 'Imports',
  orders: 'Orders',
  people: 'People',
  settings: 'Settings',
  firstRun: 'First run',
  studio: 'Studio',
  more: 'More',
  roles: {
    host: 'Host',
    producer: 'Producer',
    moderator: 'Moderator',
    seller_admin: 'Seller admin',
    operator: 'Operator',
  } satisfies Record<Role, string>,
};
