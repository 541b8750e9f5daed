package io.agentgate.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkshopTest {
    private final Workshop workshop = Workshop.stocked();

    @Test
    void everyWorkshopBeginsWithTheSameFiles() {
        workshop.delete("README.md");

        assertThat(Workshop.stocked().paths())
                .containsExactly("README.md", "config/.env", "notes/suppliers.md", "notes/todo.md");
    }

    @Test
    void theEnvironmentFileHoldsKeysThatLookReal() {
        assertThat(workshop.read("config/.env"))
                .hasValueSatisfying(
                        text ->
                                assertThat(text)
                                        .containsPattern("sk-[A-Za-z0-9]{48}\n")
                                        .containsPattern("ghp_[A-Za-z0-9]{36}\n"));
    }

    @Test
    void writtenFileCanBeRead() {
        assertThat(workshop.write("notes/new.md", "hello")).isTrue();
        assertThat(workshop.write("notes/new.md", "hello again")).isFalse();

        assertThat(workshop.read("notes/new.md")).contains("hello again");
    }

    @Test
    void deletedFileIsGone() {
        assertThat(workshop.delete("notes/todo.md")).isTrue();

        assertThat(workshop.read("notes/todo.md")).isEmpty();
        assertThat(workshop.delete("notes/todo.md")).isFalse();
    }

    @Test
    void searchNamesPathAndLineWhateverTheCase() {
        assertThat(workshop.search("BELL"))
                .containsExactly(
                        "notes/suppliers.md:2: Bells: Bert Sample, bert@bells.example",
                        "notes/todo.md:3: - [x] fix the bell of number 7");
    }

    @Test
    void fullWorkshopStillReplacesFiles() {
        for (int i = workshop.paths().size(); i < Workshop.MAX_FILES; i++) {
            workshop.write("file-" + i, "");
        }

        assertThatThrownBy(() -> workshop.write("one-too-many", ""))
                .hasMessage("the workshop is full");
        assertThat(workshop.write("README.md", "new")).isFalse();
    }

    @Test
    void fileBeyondTheSizeLimitIsRefused() {
        var tooLong = "x".repeat(Workshop.MAX_FILE_CHARS + 1);

        assertThatThrownBy(() -> workshop.write("README.md", tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(workshop.read("README.md"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("# Workshop"));
    }
}
