//! Why findings of an import matter: of what could not be read, and of what was seen.

use super::Code;

/// What comes of it, and what to do where the help is filled in from the input alone.
pub(super) fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::ImportTooLarge | Code::ImportNotText => (
            "Nothing of it was read; what was loaded before is still there.",
            "",
        ),
        Code::ImportUnknown => (
            "Nothing of it was read, so what it was to show is assumed.",
            "Give the output of one of the commands that `eniplan import --help` lists.",
        ),
        Code::ImportCut => (
            "What stood behind the cut is missing, so that addresses seem to be taken by nobody.",
            "",
        ),
        Code::ImportSyntax => (
            "What stands behind that place is missing, so that addresses seem to be taken by nobody.",
            "",
        ),
        Code::ImportNotJson => (
            "Tables and text leave out fields that are needed, so they are not read.",
            "Run the command again with --output json, or with -o json for kubectl.",
        ),
        Code::ImportEntry => (
            "What these entries stand for is missing from every figure.",
            "",
        ),
        Code::ImportLeftOut => (
            "The figures are of one cluster in one VPC, and count nothing of what stands elsewhere.",
            "Choose another VPC or cluster where that is the one that is meant.",
        ),
        Code::ImportUnknownType => (
            "Without its interfaces and addresses a node counts as one that eniplan knows, or as nothing.",
            "",
        ),
        Code::ImportAssumed => (
            "A figure is as good as what it was made of, and this part of it was not seen.",
            "",
        ),
        Code::ImportLeaked => ("They hold addresses that no pod can have, for ever.", ""),
        Code::ImportUnexplained => (
            "A model that does not explain today's free addresses does not foresee tomorrow's.",
            "Look at the causes that the message names, the largest first.",
        ),
        Code::ImportSkew => (
            "One zone's subnets are empty while those of others have hundreds of addresses left, and pods that must run there stay pending.",
            "",
        ),
        Code::ImportFootprint => (
            "Every node that holds more than was counted takes room from those to come.",
            "",
        ),
        Code::ImportCapacity => (
            "The scheduler binds pods up to max pods; those beyond what the interfaces serve hang in ContainerCreating.",
            "",
        ),
        Code::ImportListing => (
            "Whose the rest of the addresses are cannot be told, so that the plan takes them for nobody's.",
            "",
        ),
        Code::ImportFragmented => (
            "A prefix needs sixteen addresses in a row on their boundary; single ones in between make EC2 answer InsufficientCidrBlocks while thousands are free.",
            "Drain the nodes that hold most blocks, and reserve what comes free for prefixes.",
        ),
        Code::ImportReserved => (
            "Gigabytes of each node are kept for pods that cannot run there, or too little is kept for those that can.",
            "",
        ),
        Code::ImportPaged => (
            "Subnets, interfaces and nodes that were not given count as if they were not there.",
            "",
        ),
        // The list of all codes sends those of imports alone.
        _ => ("", ""),
    }
}
