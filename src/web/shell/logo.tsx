/** The oriel: a window that one can sit in. */
export function Logo() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      className="text-accent"
      aria-hidden="true"
    >
      <path d="M4.5 21.5V10a7.5 7.5 0 0 1 15 0v11.5zM12 2.5v19M4.5 12h15" />
    </svg>
  );
}
