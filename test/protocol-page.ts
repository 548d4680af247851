import { z } from 'zod';
import { AskCommand, WantCommand } from '#contract/questions.ts';
import { VoteCommand } from '#contract/polls.ts';
import { ChatCommand, HeartsCommand, Notice, type RoomCommands, RoomEvent } from '#contract/room.ts';
import { CLOSES, REFUSALS } from '#contract/wire.ts';

const COMMANDS = {
  chat: ChatCommand,
  hearts: HeartsCommand,
  ask: AskCommand,
  want: WantCommand,
  vote: VoteCommand,
} as const satisfies Record<keyof RoomCommands, z.ZodType>;

interface Shape {
  properties?: Record<string, unknown>;
  required?: string[];
  $ref?: string;
  $defs?: Record<string, Shape>;
}

/** Field names, those that may be absent with a question mark. */
function fields(schema: z.ZodType, except: readonly string[] = []): string {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  // A schema with a name of its own stands aside.
  const { properties = {}, required = [] } = whole.$ref ? whole.$defs![whole.$ref.split('/').at(-1)!]! : whole;
  return Object.keys(properties)
    .filter((name) => !except.includes(name))
    .map((name) => `\`${name}\`${required.includes(name) ? '' : '?'}`)
    .join(' ');
}

/** The first cells of each table of docs/protocol.md, as the code has them. */
export const tables = {
  events: RoomEvent.options.map(({ shape }) => [`\`${shape.k.value}\``, fields(shape.d)]),
  notices: Notice.options.map((option) => [`\`${option.shape.k.value}\``, fields(option, ['k'])]),
  commands: Object.entries(COMMANDS).map(([name, schema]) => [`\`${name}\``, fields(schema)]),
  problems: [...Object.entries(REFUSALS), ...Object.entries(CLOSES)].map(([name, { n, remedy, says, ...more }]) => [
    String(n),
    n < 1000 ? `\`${name}\`` : '',
    remedy + ('afterMs' in more ? `, ${more.afterMs / 1000} s` : ''),
    says,
  ]),
};
