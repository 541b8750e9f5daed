# The formula of the portable archive. `./mvnw -Pdist package` writes a copy with the archive's sum beside it.
# Releases have no public address yet: give the directory or the address that holds yours in
# HOMEBREW_AGENTGATE_FROM, such as file:///srv/releases.
class Agentgate < Formula
  desc "Gateway that the tool calls of AI agents go through"
  homepage "https://agentgate.example.com/"
  url "#{ENV.fetch("HOMEBREW_AGENTGATE_FROM", "https://agentgate.example.com/releases")}/agentgate-0.1.0-SNAPSHOT.zip"
  version "0.1.0-SNAPSHOT"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"

  depends_on "openjdk@25"

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/agentgate"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/agentgate --version")
  end
end
