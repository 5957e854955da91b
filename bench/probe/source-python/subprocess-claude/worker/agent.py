import subprocess


def run_agent(prompt: str, folder: str) -> str:
    done = subprocess.run(["claude", "-p", prompt, "--output-format", "json"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout
