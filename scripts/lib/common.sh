# What every script begins with. Sourced; expects `root`, the project's folder, to be set.

# The scripts say what went wrong and what to do about it, then end.
megatron_fail() {
  echo "${0##*/}: $1" >&2
  exit "${2:-1}"
}

# Takes the MEGATRON_* lines of an .env file into the environment, as the server does: what is already set there wins.
# The file is read as text and never run.
megatron_read_env() {
  local line name value
  [ -f "$1" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [[ $line =~ ^[[:space:]]*(MEGATRON_[A-Za-z0-9_]+)[[:space:]]*=[[:space:]]*(.*)$ ]]; then
      name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
      [ -n "${!name+set}" ] || export "$name=$value"
    fi
  done <"$1"
}

# Where the installation lies that the scripts talk to: addresses and folders as absolute as they can be made.
megatron_find_installation() {
  megatron_read_env "$root/.env"
  local data=${MEGATRON_DATA:-data}
  case $data in /*) ;; *) data=$root/$data ;; esac
  export MEGATRON_DATA=$data
}

# Whether somebody accepts connections at HOST:PORT.
megatron_listens() {
  (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null
}
