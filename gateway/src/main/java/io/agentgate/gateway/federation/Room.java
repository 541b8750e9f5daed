package io.agentgate.gateway.federation;

/** How much more may be remembered: so many texts, and so many characters in all of them. */
final class Room {
    private final int mostTexts;
    private final int mostCharacters;
    private int texts;
    private int characters;

    Room(int mostTexts, int mostCharacters) {
        this.mostTexts = mostTexts;
        this.mostCharacters = mostCharacters;
    }

    /** Takes the room of a text; false if there is not so much left. */
    boolean take(String text) {
        if (texts >= mostTexts || text.length() > mostCharacters - characters) {
            return false;
        }
        texts++;
        characters += text.length();
        return true;
    }

    void empty() {
        texts = 0;
        characters = 0;
    }
}
