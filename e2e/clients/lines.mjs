/** Lines cuts a byte stream into messages: at LF, as MCP does, and at nothing else. */
export class Lines {
  #each;
  #rest = Buffer.alloc(0);

  constructor(each) {
    this.#each = each;
  }

  take(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(10); end >= 0; end = this.#rest.indexOf(10)) {
      const line = this.#rest.subarray(0, end).toString("utf8");
      this.#rest = this.#rest.subarray(end + 1);
      this.#each(line);
    }
  }
}
