import subprocess
subprocess.run(["claude", "-p", prompt, "--output-format", "json"], check=True, capture_output=True)
