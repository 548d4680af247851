/** The shop window at dusk above the sign-in. */
export function Window() {
  const stripes = Array.from({ length: 10 }, (_, at) => at);
  return (
    <div className="window" aria-hidden="true">
      <svg viewBox="0 0 390 196" preserveAspectRatio="xMidYMax meet">
        <rect x="52" y="84" width="286" height="112" fill="#1E3A45" />
        <rect x="70" y="104" width="176" height="92" rx="6" fill="#FBE3A0" />
        <rect x="272" y="114" width="40" height="46" rx="4" fill="#E8D6A4" />
        <path d="M40 44h310l16 40H24z" fill="#24404B" />
        {stripes.map((at) => (
          <path key={at} d={`M${24 + at * 34.2} 84h34.2v8a17.1 17.1 0 0 1-34.2 0z`} fill={at % 2 === 0 ? '#FFC93D' : '#F4F4F0'} />
        ))}
        <g fill="#B98A2F" opacity=".55">
          <rect x="92" y="150" width="132" height="4" rx="2" />
          <circle cx="118" cy="136" r="14" />
          <rect x="148" y="120" width="20" height="30" rx="6" />
          <path d="M186 130h34l-5 20h-24z" />
        </g>
      </svg>
    </div>
  );
}
