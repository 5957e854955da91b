#!/bin/sh
apt-get purge -y kesl
pip uninstall -y openai
npm rm anthropic
