import type { Qualities } from '#contract/media.ts';
import { useStore } from '../../client/store.ts';
import { useQualities } from '../../client/use-qualities.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Gauge, Headphones, VolumeOff } from '../../ui/icons.ts';
import { Note, Switch } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useLanguage, useSheetWords, useWords } from '../words.ts';
import { bitsText, megabytesAnHour, sideOf } from './quality-text.ts';
import type { QualityWish } from './quality-wish.ts';
import type { Picture } from './stage.tsx';

/** One button: what is on screen, what could be, and what it costs. How it travels is our concern, not the viewer's. */
export function QualityButton({ picture, onOpen }: { picture: Picture; onOpen: () => void }) {
  const w = useWords();
  const isChosen = picture.wish.saver || picture.wish.choice !== 'auto';
  return (
    <IconButton className={`glass ${isChosen ? 'on' : ''}`} label={w.quality} onClick={onOpen}>
      <Gauge size={20} />
    </IconButton>
  );
}

export function QualitySheet({ picture, hlsUrl, onClose }: { picture: Picture; hlsUrl: string; onClose: () => void }) {
  const w = useWords();
  const sheetWords = useSheetWords();
  const { can, failed, again } = useQualities(hlsUrl);
  const { wish, setWish } = picture;
  return (
    <Sheet title={w.quality} onClose={onClose} words={sheetWords} kind="dialog">
      <div className="quality">
        <Playing picture={picture} can={can} />
        <Switch label={<SaverLabel />} on={wish.saver} onChange={(saver) => setWish({ ...wish, saver })} />
        {failed ? (
          <Note tone="warn" role="status">
            <p>{w.qualityUnknown}</p>
            <Button onClick={again}>{w.tryAgain}</Button>
          </Note>
        ) : null}
        <Choices can={can} wish={wish} setWish={setWish} />
        {can?.why ? <p className="sm m">{w.whyNoSmaller[can.why]}</p> : null}
      </div>
    </Sheet>
  );
}

function SaverLabel() {
  const w = useWords();
  return (
    <>
      <b className="b">{w.dataSaver}</b>
      <span className="xs m blk">{w.dataSaverText}</span>
    </>
  );
}

function Choices({ can, wish, setWish }: { can: Qualities | null; wish: QualityWish; setWish: (wish: QualityWish) => void }) {
  const w = useWords();
  const language = useLanguage();
  const smallest = can?.rungs.findLast(({ state }) => state !== 'dropped');
  const choose = (choice: QualityWish['choice']) => setWish({ ...wish, choice });
  const upTo = (bits: number) => w.atMostBits(bitsText(bits, language), megabytesAnHour(bits, language));
  // What was chosen earlier and is not offered here is still what is chosen: it comes back with the next show that has it.
  const missing = can && wish.choice.endsWith('p') && !can.rungs.some(({ name }) => name === wish.choice) ? wish.choice : null;
  return (
    <fieldset className="choices">
      <legend className="lab">{w.qualityChoice}</legend>
      <Choice
        title={w.qualityAuto}
        text={wish.saver && smallest ? w.autoSaving(smallest.name) : can?.source ? w.autoText(sideOf(can.source)) : w.autoPlain}
        on={wish.choice === 'auto'}
        onChoose={() => choose('auto')}
      />
      {can?.rungs.map(({ name, bitsPerSecond, state }) => (
        <Choice
          key={name}
          title={name}
          text={state === 'dropped' ? w.rungDropped : upTo(bitsPerSecond)}
          on={wish.choice === name}
          disabled={state === 'dropped'}
          onChoose={() => choose(name)}
        />
      ))}
      {missing ? <Choice title={missing} text={w.rungMissing} on disabled onChoose={() => {}} /> : null}
      {can === null || can.audioBitsPerSecond !== null ? (
        <Choice
          title={w.soundOnly}
          text={
            can?.audioBitsPerSecond
              ? w.soundOnlyText(bitsText(can.audioBitsPerSecond, language), megabytesAnHour(can.audioBitsPerSecond, language))
              : ''
          }
          on={wish.choice === 'audio'}
          onChoose={() => choose('audio')}
        />
      ) : null}
    </fieldset>
  );
}

function Choice(props: { title: string; text: string; on: boolean; disabled?: boolean; onChoose: () => void }) {
  const { title, text, on, disabled = false, onChoose } = props;
  return (
    <label className={`choice ${on ? 'on' : ''} ${disabled ? 'off' : ''}`}>
      <input type="radio" name="quality" checked={on} disabled={disabled} onChange={onChoose} />
      <span className="grow">
        <b className="b">{title}</b>
        <span className="xs m blk">{text}</span>
      </span>
    </label>
  );
}

/** What really arrives, measured, not what was promised. */
function Playing({ picture, can }: { picture: Picture; can: Qualities | null }) {
  const w = useWords();
  const language = useLanguage();
  const stats = useStore(picture.stats);
  if (picture.changing)
    return (
      <p className="row g2" role="status">
        <i className="spin" aria-hidden="true" />
        {w.qualityChanging}
      </p>
    );
  const { quality } = picture;
  if (picture.state !== 'playing' || !quality) return <p role="status">{w.qualityNothing}</p>;
  const name = quality === 'audio' ? w.soundOnly : quality === 'source' ? (can?.source ? sideOf(can.source) : w.qualitySource) : quality;
  return (
    <p>
      <span role="status">{w.playingNow(name)}</span>
      {stats?.bitsPerSecond ? <span className="m">, {w.dataArrives(bitsText(stats.bitsPerSecond, language))}</span> : null}
    </p>
  );
}

/**
 * In place of the picture: the show goes on to the ear, the shelf and the chat stay.
 * @param unmute null when it can be heard
 */
export function SoundOnly({ picture, unmute }: { picture: Picture; unmute: (() => void) | null }) {
  const w = useWords();
  const language = useLanguage();
  const stats = useStore(picture.stats);
  return (
    <div className="soundonly">
      <Headphones size={30} aria-hidden="true" />
      <h2>{w.soundOnly}</h2>
      <p className="sm">{w.soundOnlyCalm}</p>
      {stats?.bitsPerSecond ? <p className="xs m">{w.dataArrives(bitsText(stats.bitsPerSecond, language))}</p> : null}
      {unmute ? (
        <Button data-theme="light" onClick={unmute} icon={<VolumeOff size={20} />}>
          {w.tapForSound}
        </Button>
      ) : null}
      <Button onClick={() => picture.setWish({ ...picture.wish, choice: 'auto' })}>{w.showPicture}</Button>
    </div>
  );
}
