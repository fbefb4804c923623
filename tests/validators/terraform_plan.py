"""terraform_plan.py VALIDATORS FOLDER PLAN [STATE]: `terraform show -json` of a real plan and state, against stub providers.

Run with the Python of the validators. Their providers know no resource that is there already; what is added here reads
the state in FOLDER/state.json, keeps what AWS computed, and says which arguments force a resource to be made anew, as
the documentation of the AWS provider does.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

FORCES_REPLACEMENT = {
    "aws_vpc": [["cidr_block"]],
    "aws_subnet": [["cidr_block"], ["availability_zone"], ["vpc_id"]],
    "aws_vpc_ipv4_cidr_block_association": [["cidr_block"], ["vpc_id"]],
    "aws_eks_cluster": [["name"], ["kubernetes_network_config", 0, "service_ipv4_cidr"]],
    "aws_eks_node_group": [["instance_types"], ["subnet_ids"], ["ami_type"], ["node_group_name"]],
}


def at(value, path):
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def complete(block, value):
    """The value with null for everything that a state leaves out."""
    whole = {name: value.get(name) for name in block.get("attributes", {})}
    for name, nested in block.get("block_types", {}).items():
        items = value.get(name)
        if nested["nesting_mode"] in ("list", "set"):
            whole[name] = [complete(nested["block"], item) for item in items or []]
        else:
            whole[name] = complete(nested["block"], items) if items else None
    return whole


def provider_with_state(stub):
    class Provider(stub.Provider):
        def UpgradeResourceState(self, request):
            # Its fields are those of a request for a plan: the third is what the state holds, as JSON.
            held = json.loads(request.proposed_new_state.msgpack)
            block = self.doc["resource_schemas"][request.type_name]["block"]
            return stub.M("ReadDataResponse")(state=stub.DV(json=json.dumps(complete(block, held)).encode()))

        def PlanResourceChange(self, request):
            response = super().PlanResourceChange(request)
            before, after = stub.unpack(request.prior_state), stub.unpack(response.planned_state)
            if before is None or after is None:
                return response
            given = stub.unpack(request.config) or {}
            for name, attribute in self.doc["resource_schemas"][request.type_name]["block"]["attributes"].items():
                if attribute.get("computed") and given.get(name) is None:
                    after[name] = before.get(name)
            response.planned_state.CopyFrom(stub.pack(after))
            for path in FORCES_REPLACEMENT.get(request.type_name, []):
                if at(before, path) != at(after, path):
                    response.requires_replace.append(stub.path_msg(path))
            return response

    return Provider


def main():
    validators, folder, *outs = map(os.path.abspath, sys.argv[1:])
    sys.path.insert(0, os.path.join(validators, "lib"))
    import stub_provider as stub

    stub.Provider = provider_with_state(stub)
    stub.REQ["UpgradeResourceState"] = "PlanRequest"
    with tempfile.TemporaryDirectory(prefix="plan-") as work:
        shutil.copytree(folder, work, dirs_exist_ok=True)
        state = os.path.join(work, "state.json")
        if os.path.exists(state):
            os.rename(state, os.path.join(work, "terraform.tfstate"))
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_"))}
        environment |= {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "HOME": work}
        servers, reattach = stub.serve(stub.load_providers(), work)
        environment["TF_REATTACH_PROVIDERS"] = json.dumps(reattach)

        def terraform(*arguments):
            done = subprocess.run(
                ["terraform", *arguments], cwd=work, env=environment, capture_output=True, text=True
            )
            if done.returncode:
                sys.stderr.write(done.stdout + done.stderr)
                sys.stderr.flush()
                os._exit(1)
            return done.stdout

        terraform("init", "-input=false", "-no-color")
        terraform("plan", "-input=false", "-no-color", "-refresh=false", "-lock=false", "-out=plan.bin")
        for out, shown in zip(outs, (["plan.bin"], [])):
            whole = json.loads(terraform("show", "-json", *shown))
            # What differs from run to run says nothing of the plan.
            whole.pop("timestamp", None)
            with open(out, "w", encoding="utf-8") as file:
                json.dump(whole, file, indent=1, sort_keys=True)
                file.write("\n")
        for server in servers:
            server.stop(0)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
