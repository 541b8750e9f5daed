/** What several pages look like. */

import { css } from 'lit';

export const shared = css`
  :host {
    display: block;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1 {
    margin: 0;
    font-size: 20px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  h2 {
    margin: 0;
    font-size: 14px;
    font-weight: 600;
  }
  a {
    color: inherit;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: baseline;
    margin-bottom: 20px;
  }
  .head p {
    margin: 0;
    color: var(--text-soft);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .soft {
    color: var(--text-soft);
  }
  .mono {
    font-family: var(--mono);
    font-size: 12.5px;
  }
  .panel {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
    min-width: 0;
  }
  .panel > header {
    display: flex;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
    padding: 14px 16px 10px;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th {
    padding: 8px 16px;
    border-bottom: 1px solid var(--line);
    color: var(--text-soft);
    font-size: 12px;
    font-weight: 500;
    text-align: left;
    white-space: nowrap;
  }
  td {
    padding: 9px 16px;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
  }
  tbody tr:last-child td {
    border-bottom: 0;
  }
  .number {
    text-align: right;
  }
  .clip {
    max-width: 26ch;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  button,
  select,
  input {
    min-height: 34px;
    padding: 0 12px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
  }
  button {
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: var(--mute-soft);
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  button.main {
    border-color: transparent;
    background: #0f766e;
    color: #fff;
    font-weight: 550;
  }
  button.main:hover:not(:disabled) {
    background: #115e59;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .empty {
    padding: 40px 16px;
    color: var(--text-soft);
    text-align: center;
  }
  .empty strong {
    display: block;
    margin-bottom: 4px;
    color: var(--text);
  }
  .wrong {
    margin: 0 0 16px;
    padding: 10px 14px;
    border: 1px solid var(--bad);
    border-radius: var(--radius);
    background: var(--bad-soft);
    color: var(--bad);
  }
  pre {
    margin: 0;
    padding: 12px 14px;
    overflow: auto;
    max-height: 420px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--ground);
    font: 12.5px/1.55 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }
`;
