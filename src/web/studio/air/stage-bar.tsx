import type { StageSeat } from '#contract/shows.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/parts.tsx';
import { Preview } from '../lobby/preview.tsx';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';

/** Who waits behind the stage and what can be done about it; nothing when nobody does and nobody may. */
export function StageBar({ air }: { air: Air }) {
  const { stage, publishing, may } = air;
  if (!may.crew) return null;
  const isOut = publishing.source === null;
  if (!stage.mine && stage.others.length === 0 && !isOut) return <Rules air={air} />;
  return (
    <section className="backstage" aria-live="polite">
      <RefusedNote error={stage.call.error ?? stage.rules.error} />
      {stage.mine ? <MySeat air={air} seat={stage.mine} /> : null}
      {stage.others.map((seat) => (
        <Seat key={seat.spot} air={air} seat={seat} />
      ))}
      {isOut && stage.onAir ? <Join air={air} /> : null}
      <Rules air={air} />
    </section>
  );
}

function MySeat({ air, seat }: { air: Air; seat: StageSeat }) {
  const words = useWords();
  const { stage, publishing } = air;
  const onAir = stage.onAir?.name ?? words.theEncoder;
  return (
    <div className="seat mine">
      <div className="seat-me">{publishing.stream ? <Preview stream={publishing.stream} guide={false} /> : null}</div>
      <div className="grow">
        <b className="b">{words.notOnAir}</b>
        <p className="sm mm">
          {stage.isFree ? words.stageIsFree : words.backstageBody(onAir)} {stage.mayGoOn ? null : words.waitForCall(onAir)}
        </p>
      </div>
      <Button onClick={publishing.leave}>{words.leaveBackstage}</Button>
      <Button
        tone="solid"
        disabled={!stage.mayGoOn || !seat.ready}
        busy={stage.call.isPending}
        onClick={() => stage.call.mutate(seat.spot)}
      >
        {words.takeStage}
      </Button>
    </div>
  );
}

function Seat({ air, seat }: { air: Air; seat: StageSeat }) {
  const words = useWords();
  const { stage } = air;
  return (
    <div className="seat">
      <div className="grow">
        <b className="b">{words.waitsBackstage(seat.name ?? words.theEncoder)}</b>
        <p className="sm mm">{seat.ready ? (stage.isFree ? words.offerStage : words.pictureReady) : words.pictureMissing}</p>
      </div>
      {stage.mayCall ? (
        <Button tone="solid" disabled={!seat.ready} busy={stage.call.isPending} onClick={() => stage.call.mutate(seat.spot)}>
          {words.bringOn}
        </Button>
      ) : null}
    </div>
  );
}

function Join({ air }: { air: Air }) {
  const words = useWords();
  return (
    <div className="seat">
      <div className="grow">
        <b className="b">{words.onStageNow(air.stage.onAir?.name ?? words.theEncoder)}</b>
        <p className="sm mm">{words.joinBody}</p>
      </div>
      <Button onClick={air.publishing.waitBackstage}>{words.waitBackstage}</Button>
    </div>
  );
}

function Rules({ air }: { air: Air }) {
  const words = useWords();
  const { open, auto, rules } = air.stage;
  return (
    <details className="stage-rules sm">
      <summary>{words.stageRules}</summary>
      <Switch label={words.ruleOpen} on={open} onChange={(next) => rules.mutate({ open: next, auto })} />
      <Switch label={words.ruleAuto} on={auto} onChange={(next) => rules.mutate({ open, auto: next })} />
    </details>
  );
}
