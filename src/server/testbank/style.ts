/** Striped in info blue, so that nobody mistakes it for a bank. Values from the product's tokens. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#F4F4F0;--surface:#fff;--ink:#12242B;--ink-2:#3F525A;--line:#DBDDD7;--line-strong:#7C8A8F;--info:#1D5577;--info-tint:#DFEDF4;
--stop:#B3261A;--accent-bg:#12242B;--accent-fg:#fff;--focus:#12242B}
@media (prefers-color-scheme:dark){:root{--bg:#0B1A20;--surface:#12252D;--ink:#F3F5F1;--ink-2:#C3CFD1;--line:#24404B;--line-strong:#6E8790;--info:#9CCFEA;
--info-tint:#123445;--stop:#FF9C8A;--accent-bg:#F3F5F1;--accent-fg:#12242B;--focus:#fff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.45 "Hanken Grotesk",ui-sans-serif,system-ui,"Segoe UI",Roboto,sans-serif;
font-variant-numeric:tabular-nums;min-height:100vh;display:grid;place-items:center;padding:16px}
main{width:100%;max-width:440px;background:var(--surface);border:1px solid var(--line);border-radius:18px;overflow:hidden}
.stripes{margin:0;padding:11px 16px;font-weight:700;color:var(--info);background:repeating-linear-gradient(135deg,var(--info-tint) 0 12px,var(--surface) 12px 24px)}
.in{padding:16px}
h1{margin:0;font:700 22px/1.15 "Bricolage Grotesque","Avenir Next",ui-sans-serif,system-ui,sans-serif;letter-spacing:-.015em}
.who{margin:4px 0 14px;font-size:14px;color:var(--ink-2)}
fieldset{border:0;margin:0 0 12px;padding:0;display:grid;gap:8px}
legend,summary,label[for]{font-size:13px;font-weight:600;color:var(--ink-2);padding:0;margin-bottom:6px;display:block}
summary{cursor:pointer;min-height:44px;display:flex;align-items:center;margin:0;text-decoration:underline;text-underline-offset:3px}
.choice{display:flex;gap:10px;align-items:flex-start;min-height:44px;padding:10px 12px;border:1px solid var(--line-strong);border-radius:10px;cursor:pointer}
.choice:has(:checked){outline:2px solid var(--focus);outline-offset:-2px}
.choice input{margin:3px 0 0;width:18px;height:18px;flex:none;accent-color:var(--ink)}
.choice b{display:block;font-weight:650}.choice small{display:block;font-size:13px;color:var(--ink-2)}
.code{width:100%;height:48px;border:1px solid var(--line-strong);border-radius:10px;background:var(--surface);color:var(--ink);
font:700 22px/1 inherit;font-family:inherit;letter-spacing:.55em;text-align:center;padding-left:.55em}
.wrong{margin:6px 0 0;color:var(--stop);font-size:14px}
.foot{margin-top:18px;display:grid;gap:8px}.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px}
button,a.line{font:inherit;font-weight:650;min-height:44px;border-radius:10px;padding:0 16px;cursor:pointer;display:flex;align-items:center;justify-content:center;text-decoration:none}
.solid{border:0;background:var(--accent-bg);color:var(--accent-fg)}
.line{border:1px solid var(--line-strong);background:transparent;color:var(--ink)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;box-shadow:0 0 0 5px #FFC93D}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`;
