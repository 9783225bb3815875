// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

interface Token {
    function transfer(address to, uint256 value) external returns (bool);
}

/// Pays many from what it holds, in one transaction. For tests: an exchange pays a hundred customers of another one like this.
contract Spreader {
    function spread(Token token, address[] calldata to, uint256[] calldata values) external {
        require(to.length == values.length, "Spreader: lengths differ");
        for (uint256 i = 0; i < to.length; i++) {
            require(token.transfer(to[i], values[i]), "Spreader: transfer failed");
        }
    }
}
