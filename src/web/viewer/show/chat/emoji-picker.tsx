import { type KeyboardEvent, useRef } from 'react';
import { placePopover } from '../../../ui/popover.tsx';
import { Smile } from '../../../ui/icons.ts';
import { useChatWords } from './words.ts';

/** The few that a show asks for, in the letters of the device: no font and no picture is loaded. */
const EMOJI = `
😀 😂 😍 🥰 😋 😮 🤔 😅
😢 😴 🤩 🥳 😇 🙃 😬 🤗
👍 👏 🙌 🙏 👋 💪 👀 🤝
❤️ 💛 💚 💙 ✨ 🔥 🎉 💯
🛍️ 🎁 🍳 ☕ 🍯 🧺 🌿 🌸
`
  .trim()
  .split(/\s+/);
const COLUMNS = 8;

/** A small grid; arrows walk it, Enter takes one and Esc closes it. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const w = useChatWords();
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  const open = () => {
    if (!panel.current || !opener.current) return;
    panel.current.showPopover();
    placePopover(panel.current, opener.current);
    panel.current.querySelector('button')?.focus();
  };
  const pick = (emoji: string) => {
    panel.current?.hidePopover();
    onPick(emoji);
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const all = [...event.currentTarget.querySelectorAll('button')];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + COLUMNS, ArrowUp: at - COLUMNS, Home: 0, End: all.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(0, to), all.length - 1)]?.focus();
  };

  return (
    <>
      <button ref={opener} type="button" className="ib" aria-label={w.emoji} title={w.emoji} aria-haspopup="dialog" onClick={open}>
        <Smile size={20} />
      </button>
      <div
        ref={panel}
        popover="auto"
        role="dialog"
        aria-label={w.emoji}
        className="pop emoji"
        data-theme={document.documentElement.dataset['theme']}
        onKeyDown={walk}
      >
        {EMOJI.map((emoji, nr) => (
          <button key={emoji} type="button" tabIndex={nr === 0 ? 0 : -1} onClick={() => pick(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
    </>
  );
}
