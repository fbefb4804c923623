#!/usr/bin/env bash
# What the GitHub Action runs: annotations in the log, the report in the job's summary and in one comment of the pull
# request, and SARIF where it is asked for. Ends with the exit code of `eniplan check`.
# All that callers say is in the environment (see action.yml) and is only ever used as data.
set -euo pipefail

# The longest body that GitHub takes is 65,536 characters.
most_bytes=60000

say() { printf '%s\n' "$*" >&2; }

work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/eniplan.XXXXXX")

# Unpacks the release for this machine, and says where the program is.
release() {
    local version=$ENIPLAN_VERSION system machine archive program=eniplan
    if [ -z "$version" ]; then
        version=v$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml" | head -n 1)
    fi
    case ${RUNNER_OS:-} in
    Linux) system=unknown-linux-gnu ;;
    macOS) system=apple-darwin ;;
    Windows)
        system=pc-windows-msvc
        program=eniplan.exe
        ;;
    *)
        say "error: eniplan has no release for ${RUNNER_OS:-this system}; build it and name it with the input binary"
        return 2
        ;;
    esac
    case ${RUNNER_ARCH:-} in
    X64) machine=x86_64 ;;
    ARM64) machine=aarch64 ;;
    *)
        say "error: eniplan has no release for ${RUNNER_ARCH:-this machine}; build it and name it with the input binary"
        return 2
        ;;
    esac
    archive=eniplan-$version-$machine-$system
    if ! gh release download "$version" --repo "$ENIPLAN_REPOSITORY" --dir "$work" \
        --pattern "$archive.tar.gz" --pattern sha256sums.txt >&2; then
        say "error: release $version of $ENIPLAN_REPOSITORY has no $archive.tar.gz; name another one with the input version"
        return 2
    fi
    (
        cd "$work"
        grep -F " $archive.tar.gz" sha256sums.txt >expected
        if command -v sha256sum >/dev/null; then sha256sum --check --quiet expected; else shasum -a 256 --check --quiet expected; fi
        tar -xzf "$archive.tar.gz"
    ) >&2 || {
        say "error: $archive.tar.gz is not what its release says it is"
        return 2
    }
    printf '%s\n' "$work/$archive/$program"
}

# Keeps one comment of the pull request up to date; a token that may not write is no reason to fail.
comment() {
    local body=$work/comment marker number=$ENIPLAN_PULL_REQUEST comments id
    # A comment must not end the marker early.
    marker="<!-- eniplan ${ENIPLAN_COMMENT_ID//[^A-Za-z0-9_.-]/-} -->"
    printf '%s\n' "$marker" >"$body"
    head -c "$most_bytes" "$1" | iconv -c -f UTF-8 -t UTF-8 >>"$body"
    if [ "$(wc -c <"$1")" -gt "$most_bytes" ]; then
        printf '\n\nCut here; the summary of the job has the whole report.\n' >>"$body"
    fi
    comments=repos/$GITHUB_REPOSITORY/issues/$number/comments
    # shellcheck disable=SC2016 # $marker is jq's, which reads it from the environment.
    id=$(MARKER=$marker gh api --paginate "$comments" \
        --jq '.[] | select(.body | startswith(env.MARKER)) | .id' | head -n 1) || return 1
    if [ -n "$id" ]; then
        gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body" >/dev/null
    else
        gh api --method POST "$comments" --field "body=@$body" >/dev/null
    fi
}

eniplan=$ENIPLAN_BINARY
if [ -z "$eniplan" ]; then eniplan=$(release); fi

arguments=(--fail-on "$ENIPLAN_FAIL_ON")
if [ -n "$ENIPLAN_PLAN" ]; then arguments+=(--plan "$ENIPLAN_PLAN"); fi
if [ -n "$ENIPLAN_BASELINE" ]; then arguments+=(--baseline "$ENIPLAN_BASELINE"); fi
# No word of it is a pattern for file names.
set -f
for gate in $ENIPLAN_GATES; do arguments+=(--gate "$gate"); done
set +f
arguments+=(--)
while IFS= read -r path; do
    if [ -n "$path" ]; then arguments+=("$path"); fi
done <<<"$ENIPLAN_PATHS"

code=0
"$eniplan" check --format github "${arguments[@]}" || code=$?
report=$work/report.md
if [ "$code" -le 1 ]; then
    "$eniplan" check --format markdown "${arguments[@]}" >"$report" || true
    cat "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
    if [ -n "$ENIPLAN_SARIF" ]; then
        "$eniplan" check --format sarif "${arguments[@]}" >"$ENIPLAN_SARIF" || true
    fi
    if [ "$ENIPLAN_COMMENT" = true ] && [ -n "$ENIPLAN_PULL_REQUEST" ]; then
        comment "$report" || echo "::warning title=eniplan::The pull request could not be commented on: the token needs pull-requests: write, which those of forks do not have. The report is in the summary of the job."
    fi
    ok=false
    if [ "$code" -eq 0 ]; then ok=true; fi
    {
        echo "ok=$ok"
        echo "report=$report"
    } >>"${GITHUB_OUTPUT:-/dev/null}"
fi
exit "$code"
