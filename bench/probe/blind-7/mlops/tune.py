import sys

import yaml
from trl import SFTConfig, SFTTrainer

config = yaml.safe_load(open(sys.argv[2]))
SFTTrainer(model=config["model_name_or_path"], args=SFTConfig(output_dir="out")).train()
