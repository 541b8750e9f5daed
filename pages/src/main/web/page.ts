import { LitElement } from 'lit';

/** A page that shows what it asked for, and asks again while it is seen. */
export abstract class Page extends LitElement {
  static properties = { wrong: { state: true }, loaded: { state: true } };
  declare wrong: string;
  declare loaded: boolean;

  /** How often it asks again, in milliseconds; 0 for never. */
  protected every = 0;
  private timer = 0;
  protected readonly left: (() => void)[] = [];

  constructor() {
    super();
    this.wrong = '';
    this.loaded = false;
  }

  /** Asks for all that is shown. */
  protected abstract load(): Promise<void>;

  connectedCallback() {
    super.connectedCallback();
    void this.ask();
    if (this.every > 0) {
      this.timer = window.setInterval(() => {
        if (!document.hidden) {
          void this.ask();
        }
      }, this.every);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
    this.left.splice(0).forEach((leave) => leave());
  }

  /** Loads; what fails is shown, and what was there stays. */
  protected async ask(): Promise<void> {
    try {
      await this.load();
      this.wrong = '';
      this.loaded = true;
    } catch (failed) {
      this.wrong = String((failed as Error).message);
    }
  }
}
