// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

interface Holdings {
    function balanceOf(address holder) external view returns (uint256);
}

/// Never deployed: a node that is asked to run this constructor, as of any block, answers what each holder has. One question
/// instead of hundreds, and no contract of somebody else's to trust.
contract Balances {
    constructor(Holdings token, address[] memory holders) {
        uint256[] memory balances = new uint256[](holders.length);
        for (uint256 i = 0; i < holders.length; i++) {
            balances[i] = token.balanceOf(holders[i]);
        }
        bytes memory answer = abi.encode(balances);
        assembly {
            return(add(answer, 32), mload(answer))
        }
    }
}
