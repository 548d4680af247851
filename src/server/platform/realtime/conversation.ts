import { CLOSE } from '#contract/wire.ts';
import type { Log } from '../log.ts';
import type { Connection } from './connection.ts';
import { pongFrame, textFrame } from './frame.ts';
import type { Heard } from './frame-reader.ts';
import { LIMITS } from './limits.ts';
import { type Ack, ackText, type Command, readAt, readCommand, readRate } from './message.ts';

/** What one socket says, and what it is answered. */
export function createConversation<Who>(needs: { command: (key: string, who: Who, command: Command) => Promise<Ack>; log: Log }) {
  function read(connection: Connection<Who>, chunk: Buffer): void {
    const { frames } = connection;
    frames.push(chunk);
    for (let heard = frames.next(); heard; heard = frames.next()) hear(connection, heard);
  }

  function hear(connection: Connection<Who>, heard: Heard): void {
    if (heard.kind === 'close') return bye(connection, heard.code);
    // Who was told to close is not listened to any more, apart from its own goodbye.
    if (connection.partsAt > 0) return;
    if (heard.kind === 'bad') {
      connection.close(heard.code);
      // Its goodbye could not be read either.
      connection.socket.end();
      return;
    }
    const now = connection.hub.clock.now();
    connection.reader.heardAt = now;
    if (connection.budget.take(now) > 0) return connection.close(CLOSE.limit);
    if (heard.kind === 'ping') return void connection.say(pongFrame(heard.bytes));
    if (heard.kind === 'pong') return;
    const command = heard.kind === 'text' ? readCommand(heard.bytes) : null;
    if (command) obey(connection, command);
    else connection.close(CLOSE.protocol);
  }

  function bye(connection: Connection<Who>, code: number): void {
    // Who sent no code is answered with the ordinary one.
    connection.close(code === 1005 ? 1000 : code);
    connection.socket.end();
  }

  function obey(connection: Connection<Who>, command: Command): void {
    const { room, reader } = connection;
    if (command.name === 'at') reader.acked = readAt(command.data);
    else if (command.name === 'rate') setRate(connection, command);
    else if (connection.inFlight >= LIMITS.commandsInFlight) acknowledge(connection, command, { ok: false, reason: 'busy', retryMs: 1000 });
    else {
      connection.inFlight += 1;
      connection.before = connection.before.then(async () => {
        const ack = await decide(room.key, connection.who, command);
        connection.inFlight -= 1;
        acknowledge(connection, command, ack);
      });
    }
  }

  function setRate(connection: Connection<Who>, command: Command): void {
    const perSecond = readRate(command.data);
    if (perSecond !== null) connection.room.channel.pace(connection.reader, perSecond === 1);
    acknowledge(connection, command, perSecond === null ? { ok: false, reason: 'invalid_input' } : { ok: true });
  }

  async function decide(key: string, who: Who, command: Command): Promise<Ack> {
    try {
      return await needs.command(key, who, command);
    } catch (error) {
      needs.log.error({ room: key, command: command.name, error: String(error) }, 'a command broke');
      return { ok: false, reason: 'broken' };
    }
  }

  function acknowledge(connection: Connection<Who>, command: Command, ack: Ack): void {
    if (command.id !== null) connection.say(textFrame(ackText(command.id, ack)));
  }

  return { read };
}
