#!/bin/sh
# Fetches the pinned packages and writes the files that are committed. Needs Node and the project's Python.
set -eu
cd "$(dirname "$0")"
npm install --no-audit --no-fund --no-package-lock --ignore-scripts
node build.mjs
"${PYTHON:-../.venv/bin/python}" chart_fonts.py
cp ../src/homeward/web/static/web/fonts/LICENSE ../src/homeward/web/charts/fonts/LICENSE
