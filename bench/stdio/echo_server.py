#!/usr/bin/env python3
"""An MCP server that does nothing but answer, as fast as Python can."""
import os

ANSWER = b',"result":{"content":[{"type":"text","text":"done"}]}}\n'


def main():
    rest = b""
    while chunk := os.read(0, 1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        answers = []
        for line in lines:
            at = line.find(b'"id":')
            if at >= 0:
                end = line.index(b",", at)
                answers.append(b'{"jsonrpc":"2.0",' + line[at:end] + ANSWER)
        if answers:
            os.write(1, b"".join(answers))


main()
